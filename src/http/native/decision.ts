/** What a person decides about a finding: kept for good, with its history. */
import { Type } from 'typebox';
import type { Decision } from '../../core/decision.ts';
import { InputError } from '../../core/errors.ts';
import type { Routes } from '../services.ts';
import { findFinding, finishedEvidence } from './result.ts';
import { ownScan } from './scan-access.ts';
import { DecisionInput, type FindingView } from './wire.ts';

export const decision: Routes = async (app, services) => {
  const { store, clock } = services;
  app.put('/scans/:id/findings/:finding/decision', {
    schema: { tags: ['results'], summary: 'Confirm or dismiss a finding', params: Type.Object({ id: Type.String(), finding: Type.String() }), body: DecisionInput },
  }, async (request): Promise<FindingView> => {
    const { scan, account } = await ownScan(request, request.params.id, services);
    const { evidence } = await finishedEvidence(scan, services);
    const { finding } = request.params;
    findFinding(evidence, finding, new Map());
    refuseContradiction(request.body);
    const kept: Decision = { ...request.body, who: account.name, when: clock().toISOString() };
    await store.decisions.add(scan.id, finding, account.id, kept);
    return findFinding(evidence, finding, await store.decisions.history(scan.id));
  });
};

/** @throws {InputError} a reason belongs to a dismissal, a level to a confirmation. */
function refuseContradiction({ verdict, reason, level }: DecisionInput): void {
  if (verdict === 'dismiss' && reason === undefined) throw new InputError('request/invalid', 'a dismissal needs a reason');
  if (verdict !== 'dismiss' && reason !== undefined) throw new InputError('request/invalid', `a reason belongs to a dismissal; the verdict is ${verdict}`);
  if (verdict !== 'confirm' && level !== undefined) throw new InputError('request/invalid', `a level belongs to a confirmation; the verdict is ${verdict}`);
}
