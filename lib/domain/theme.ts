// How a terminal shows events; other dialects have one look only.

export const THEMES = ["classic", "plain", "cozy"] as const;
export type Theme = typeof THEMES[number];

export function isTheme(text: string): text is Theme {
  return (THEMES as readonly string[]).includes(text);
}
