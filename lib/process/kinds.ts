// What the texts of settings may be, one by one, and what is read from each.
import { parseTime } from "../domain/clock.ts";
import { nameLook, parseUserName, USER_NAME_LENGTH, type UserName } from "../domain/names.ts";
import { isProblem } from "../domain/problem.ts";
import { type Kind, oneOf, textLike, wholeNumber } from "./settings.ts";

export const host = textLike("a host name or an IP address", /^[\w.:%-]+$/);
export const path = textLike("a path", /./);

export const logLevels: Kind<"debug" | "info" | "warning" | "error" | "fatal"> = {
  may: "debug, info, warning, error or fatal",
  parse(text) {
    const level = oneOf("debug", "info", "warn", "warning", "error", "fatal").parse(text);
    return level === "warn" ? "warning" : level;
  },
};

export const time: Kind<number> = {
  may: "a time such as 2024-10-12 or 2024-10-12 15:13:02",
  parse: parseTime,
};

/** `5/10`: five at once, and five more in every ten seconds; null for 0, no limit. */
export const rate: Kind<{ readonly tokens: number; readonly perMilliseconds: number } | null> = {
  may: "two whole numbers such as 5/10 (number/seconds), or 0",
  parse(text) {
    if (text === "0") return null;
    const [, tokens, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(text) ?? [];
    if (tokens === undefined || seconds === undefined) return undefined;
    return { tokens: Number(tokens), perMilliseconds: Number(seconds) * 1000 };
  },
};

export const userNames: Kind<readonly UserName[]> = {
  may: "names of users with commas between them",
  parse(text) {
    const names = text.split(",").filter((name) => name.trim() !== "").map(parseUserName);
    return names.every((name): name is UserName => !isProblem(name)) ? names : undefined;
  },
};

/** One that nobody could take for the server's own voice. */
export const assistantName: Kind<UserName> = {
  may:
    `a name of ${USER_NAME_LENGTH.min} to ${USER_NAME_LENGTH.max} letters, digits, _ or -, but not server or system`,
  parse(text) {
    const name = parseUserName(text);
    return isProblem(name) || ["server", "system"].includes(nameLook(name)) ? undefined : name;
  },
};

/** As a header of HTTP can hold it. */
export const apiKey = textLike("a key without spaces, of ASCII characters", /^[\x21-\x7e]+$/);
export const modelName = textLike("the name of a model", /^[\w.:/@+-]+$/);
export const webAddress: Kind<string> = {
  may: "an http or https address without a user, a query or a fragment",
  parse(text) {
    const url = URL.parse(text);
    if (!url || !/^https?:$/.test(url.protocol)) return undefined;
    return url.username || url.password || url.search || url.hash ? undefined : text;
  },
};

export const portNumber = wholeNumber(0, 65_535);
export const portOrOff: Kind<number | null> = {
  may: `${portNumber.may}, or off`,
  parse: (text) => text.toLowerCase() === "off" ? null : portNumber.parse(text),
};

/** `host`, `host:port`, `:port`; an IPv6 address with a port stands in brackets. */
export const server: Kind<{ readonly host: string; readonly port: number | undefined }> = {
  may: "a host, host:port or [IPv6 address]:port",
  parse(text) {
    const [, bracketed, named, port] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]*))(?::(\d+))?$/.exec(text) ?? [];
    if (named === undefined && bracketed === undefined) {
      return /^[\da-fA-F:.]*:[\da-fA-F:.]*$/.test(text) ? { host: text, port: undefined } : undefined;
    }
    const number = port === undefined ? undefined : wholeNumber(1, 65_535).parse(port);
    if (port !== undefined && number === undefined || text === "") return undefined;
    return { host: (bracketed ?? named) || "127.0.0.1", port: number };
  },
};

/** Of a switch. */
export const given: Kind<true> = { may: "given without a value", parse: () => true };
