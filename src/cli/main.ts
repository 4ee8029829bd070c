/** `touchstone COMMAND …` */
import { parseArgs } from 'node:util';
import { logger, openApp, type App } from '../app.ts';
import { readConfig } from '../config.ts';
import { AppError } from '../core/errors.ts';
import { COMMANDS } from './catalog.ts';
import { EXIT, UsageError, type Command } from './command.ts';

const argv = process.argv.slice(2);
process.exitCode = await main(argv);

async function main(words: readonly string[]): Promise<number> {
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, i) => words[i] === word));
  if (!command) {
    const asked = words.length === 0 || words[0] === 'help' || words[0] === '--help';
    (asked ? process.stdout : process.stderr).write(overview(asked ? undefined : words[0]));
    return asked ? EXIT.done : EXIT.usage;
  }
  return runCommand(command, words.slice(command.name.split(' ').length));
}

async function runCommand(command: Command, args: readonly string[]): Promise<number> {
  let app: Promise<App> | undefined;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { ...command.options, help: { type: 'boolean' } }, allowPositionals: true });
    if (values['help']) {
      process.stdout.write(`${command.summary}\n\nusage: touchstone ${command.usage}\n`);
      return EXIT.done;
    }
    const config = readConfig();
    return await command.run(values as Record<string, string | boolean | undefined>, positionals, {
      config,
      app: () => (app ??= openApp(config, { log: logger({ logLevel: process.env['LOG_LEVEL'] ?? 'error' }) })),
      print: (text) => void process.stdout.write(`${text}\n`),
      note: (text) => void process.stderr.write(`${text}\n`),
    });
  } catch (error) {
    return explain(error, command);
  } finally {
    await app?.then((opened) => opened.close(), () => {});
  }
}

function explain(error: unknown, command: Command): number {
  const wrongUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (wrongUsage) {
    process.stderr.write(`${(error as Error).message}\nusage: touchstone ${command.usage}\n`);
    return EXIT.usage;
  }
  const known = error instanceof AppError || (error as { syscall?: string }).syscall !== undefined;
  process.stderr.write(`touchstone: ${known ? (error as Error).message : (error as Error).stack}\n`);
  return EXIT.error;
}

function overview(unknown?: string): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  return [
    ...(unknown === undefined ? [] : [`there is no command "${unknown}"`, '']),
    'usage: touchstone COMMAND …', '',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`), '',
    '`touchstone COMMAND --help` shows one command.', '',
  ].join('\n');
}
