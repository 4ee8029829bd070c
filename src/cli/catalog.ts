/** Every command. */
import type { Command } from './command.ts';
import adminApi from './commands/admin-api.ts';
import adminMaintenance from './commands/admin-maintenance.ts';
import adminPlan from './commands/admin-plan.ts';
import document from './commands/document.ts';
import doctor from './commands/doctor.ts';
import evidence from './commands/evidence.ts';
import generated from './commands/generated.ts';
import keyNew from './commands/key-new.ts';
import pressAdd from './commands/press-add.ts';
import referenceAdd from './commands/reference-add.ts';
import referenceRemove from './commands/reference-remove.ts';
import referenceStats from './commands/reference-stats.ts';
import scan from './commands/scan.ts';
import search from './commands/search.ts';
import userGrant from './commands/user-grant.ts';
import userNew from './commands/user-new.ts';
import userPassword from './commands/user-password.ts';
import watermarkBatch from './commands/watermark-batch.ts';
import watermarkDetect from './commands/watermark-detect.ts';
import watermarkKey from './commands/watermark-key.ts';
import watermarkTrace from './commands/watermark-trace.ts';

export const COMMANDS: readonly Command[] = [scan, document, search, referenceAdd, referenceRemove, referenceStats, generated, userNew, userPassword, userGrant, keyNew, adminApi, adminMaintenance, adminPlan, watermarkKey, watermarkDetect, watermarkBatch, watermarkTrace, pressAdd, evidence, doctor];
