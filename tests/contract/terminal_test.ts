// The terminal dialect keeps to what all dialects keep to.

import fc from "fast-check";
import { terminal } from "../../lib/dialects/terminal/terminal.ts";
import { hostileText } from "../support/arbitrary.ts";
import { dialectContract } from "./dialect_contract.ts";

const lines = fc.oneof(
  hostileText,
  hostileText.map((text) => `/${text}`),
  hostileText.map((text) => `/quit${text}`),
);

dialectContract(terminal, lines);
