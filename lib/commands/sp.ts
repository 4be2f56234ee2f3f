// Profile pictures.

import { PICTURES } from "../domain/pictures.ts";
import { own } from "../domain/text.ts";
import { defineCommand } from "./command.ts";
import { word } from "./params.ts";

export default defineCommand({
  name: "sp",
  aliases: ["picture"],
  summary: "choose a profile picture; /sp list shows all, /sp default the default one",
  example: "owl",
  params: { picture: word() },
  async run({ actor, services }, { picture }) {
    const name = picture.toLowerCase();
    if (name === "list") {
      return { kind: "pictures", pictures: [...PICTURES].map(([name, picture]) => ({ name, picture })) };
    }
    const chosen = await services.users.choosePicture(actor, name);
    return {
      kind: "done",
      text: chosen ? own`Your picture is ${chosen} now.` : own`Your picture is the default one.`,
    };
  },
});
