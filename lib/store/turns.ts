// Questions to the assistant with what became of them.

import type { Lobby, Person } from "../domain/event.ts";
import type { LobbyId, MessageId, TurnId, UserId } from "../domain/ids.ts";
import type { UserName } from "../domain/names.ts";
import { type SafeText, sanitise } from "../domain/text.ts";
import type { Database } from "./database.ts";
import { linesOf } from "./messages.ts";
import { lobby, person } from "./users.ts";

/** A question that is not answered yet. */
export interface TurnRow {
  readonly id: TurnId;
  /** Closed or not. */
  readonly lobby: Lobby;
  readonly asker: UserId;
  /** Under the name that it had when it was asked. */
  readonly assistant: Person;
  /** The lines of the answer that were shown. */
  readonly soFar: readonly SafeText[];
}

/** A question with its answer. */
export interface Exchange {
  readonly asker: UserName;
  readonly question: SafeText;
  readonly answer: readonly SafeText[];
}

const OPEN = `
  SELECT t.id, t.asker_id, t.so_far, l.id AS lobby_id, l.name AS lobby, a.id AS assistant_id, a.name AS assistant,
    a.picture AS assistant_picture
  FROM assistant_turns t JOIN messages q ON q.id = t.question_id JOIN users a ON a.id = q.target_id
    JOIN lobbies l ON l.id = t.lobby_id WHERE t.ended_at IS NULL`;

/** The limit counts before the times do, so that a long past costs nothing. */
const EXCHANGES = `
  SELECT u.name AS asker, q.body AS question, a.body AS answer
  FROM (SELECT * FROM assistant_turns WHERE lobby_id = :lobby AND answer_id IS NOT NULL ORDER BY id DESC LIMIT :limit) t
    JOIN messages q ON q.id = t.question_id JOIN messages a ON a.id = t.answer_id JOIN users u ON u.id = t.asker_id
  WHERE q.at BETWEEN :since AND :until ORDER BY t.id DESC`;

export class TurnStore {
  readonly #add;
  readonly #get;
  readonly #unfinished;
  readonly #grow;
  readonly #end;
  readonly #exchanges;

  constructor(database: Database) {
    this.#add = database.prepare(
      "INSERT INTO assistant_turns (lobby_id, asker_id, question_id) VALUES (?, ?, ?)",
    );
    this.#get = database.prepare(`${OPEN} AND t.id = ?`);
    // Their ids alone: no other table is looked at where there are none, as at nearly every start.
    this.#unfinished = database.prepare("SELECT id FROM assistant_turns WHERE ended_at IS NULL ORDER BY id");
    this.#grow = database.prepare("UPDATE assistant_turns SET so_far = ? WHERE id = ?");
    this.#end = database.prepare(
      "UPDATE assistant_turns SET so_far = '', answer_id = ?, ended_at = ? WHERE id = ?",
    );
    this.#exchanges = database.prepare(EXCHANGES);
  }

  /** `question`: the message that asks, addressed to the assistant. */
  add(lobby: LobbyId, asker: UserId, question: MessageId): TurnId {
    return Number(this.#add.run(lobby, asker, question).lastInsertRowid) as TurnId;
  }

  /** A question that is not answered yet. */
  find(id: TurnId): TurnRow | undefined {
    const row = this.#get.get(id);
    return row && turn(row);
  }

  /** All that are not answered yet, oldest first. */
  unfinished(): readonly TurnRow[] {
    return this.#unfinished.all().flatMap(({ id }) => this.find(Number(id) as TurnId) ?? []);
  }

  grow(id: TurnId, soFar: readonly SafeText[]): void {
    this.#grow.run(soFar.join("\n"), id);
  }

  /** `answer`: its message; null: there is none. */
  end(id: TurnId, answer: MessageId | null, at: number): void {
    this.#end.run(answer, at, id);
  }

  /** Those of a lobby's newest `limit` answered questions that were asked between two times, oldest first. */
  exchanges(lobby: LobbyId, since: number, until: number, limit: number): readonly Exchange[] {
    return this.#exchanges.all({ lobby, since, until, limit }).reverse().map((row) => ({
      asker: sanitise(String(row["asker"])) as UserName,
      question: sanitise(String(row["question"])),
      answer: linesOf(row["answer"]),
    }));
  }
}

function turn(row: Record<string, unknown>): TurnRow {
  return {
    id: Number(row["id"]) as TurnId,
    lobby: lobby(row["lobby_id"], row["lobby"]),
    asker: Number(row["asker_id"]) as UserId,
    assistant: person(row["assistant_id"], row["assistant"], row["assistant_picture"]),
    soFar: row["so_far"] === "" ? [] : linesOf(row["so_far"]),
  };
}
