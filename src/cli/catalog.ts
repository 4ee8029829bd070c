/** Every command. */
import type { Command } from './command.ts';
import adminApi from './commands/admin-api.ts';
import adminMaintenance from './commands/admin-maintenance.ts';
import doctor from './commands/doctor.ts';
import generated from './commands/generated.ts';
import keyNew from './commands/key-new.ts';
import scan from './commands/scan.ts';
import userNew from './commands/user-new.ts';
import userPassword from './commands/user-password.ts';

export const COMMANDS: readonly Command[] = [scan, generated, userNew, userPassword, keyNew, adminApi, adminMaintenance, doctor];
