// The one place that says which version this is.

export const version = "0.1.0";
