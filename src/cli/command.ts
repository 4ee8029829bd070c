/** What a command is: one file each; exit codes are a contract. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';

/** 0 done · 1 wrong usage · 2 any other error · 10 findings at or above `--fail-on`. */
export const EXIT = { done: 0, usage: 1, error: 2, findings: 10 } as const;

export interface CommandContext {
  readonly config: Config;
  /** Joins the database of a running server, or starts it and stops it afterwards. Opened on first use. */
  app(): Promise<App>;
  /** One line on standard output. */
  print(text: string): void;
  /** One line on standard error: progress and remarks. */
  note(text: string): void;
}

export interface Command {
  /** The words that call it, e.g. `user new`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: ParseArgsOptionsConfig;
  run(values: Readonly<Record<string, string | boolean | undefined>>, positionals: readonly string[], context: CommandContext): Promise<number>;
}

/** Thrown by a command for wrong usage: exit 1 with its usage line. */
export class UsageError extends Error {}

export function defineCommand(command: Command): Command {
  return command;
}
