/** Shows or changes what an account may do and how it stands: plan, quotas, incidents, switches (contract rows IM-040b, IM-136, IM-180 to IM-182). */
import type { PlanChange } from '../../store/accounts.ts';
import { defineCommand, EXIT, UsageError } from '../command.ts';

const INCIDENTS = ['free trial expired', 'payment overdue'] as const;
type Values = Readonly<Record<string, string | boolean | undefined>>;

export default defineCommand({
  name: 'admin plan',
  usage: 'admin plan --user NAME [--name FULL_NAME] [--plan PLAN] [--images N|none] [--bytes N|none] [--searches N|none] [--documents on|off] [--web on|off] [--press on|off] [--incident "free trial expired"|"payment overdue"|none] [--expires YYYY-MM-DD|none]',
  summary: 'Show or change plan, quotas, incident and switches of one account; none = no maximum, no incident.',
  options: {
    user: { type: 'string' }, name: { type: 'string' }, plan: { type: 'string' }, images: { type: 'string' }, bytes: { type: 'string' }, searches: { type: 'string' },
    documents: { type: 'string' }, web: { type: 'string' }, press: { type: 'string' }, incident: { type: 'string' }, expires: { type: 'string' },
  },

  async run(values, _, { app, print }) {
    if (typeof values['user'] !== 'string') throw new UsageError('no --user given');
    const change = readChange(values);
    const { store } = await app();
    const { id } = await store.accounts.named(values['user']);
    await store.accounts.setPlan(id, change);
    const { name, full_name, service_plan, image_quota, disk_quota, searches_per_day, document_search, web_tracking, press_tracking, incident, account_expires } = await store.accounts.get(id);
    const word = (on: boolean): string => (on ? 'on' : 'off');
    print([
      `user       ${name}${full_name ? ` (${full_name})` : ''}`, `plan       ${service_plan}`, `images     ${image_quota ?? 'none'}`, `bytes      ${disk_quota ?? 'none'}`,
      `searches   ${searches_per_day ?? 'none'}${searches_per_day === null ? '' : ' in 24 hours'}`, `documents  ${word(document_search)}`, `web        ${word(web_tracking)}`, `press      ${word(press_tracking)}`,
      `incident   ${incident ?? 'none'}`, `expires    ${account_expires?.toISOString().slice(0, 10) ?? 'none'}`,
    ].join('\n'));
    return EXIT.done;
  },
});

function readChange(values: Values): PlanChange {
  const given = <T>(option: string, read: (text: string, option: string) => T): T | undefined => {
    const text = values[option];
    return typeof text === 'string' ? read(text, option) : undefined;
  };
  const all = {
    full_name: given('name', (text) => text), service_plan: given('plan', (text) => text),
    image_quota: given('images', readMaximum), disk_quota: given('bytes', readMaximum), searches_per_day: given('searches', readMaximum),
    document_search: given('documents', readSwitch), web_tracking: given('web', readSwitch), press_tracking: given('press', readSwitch),
    incident: given('incident', readIncident), account_expires: given('expires', readDay),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as PlanChange;
}

function readMaximum(text: string, option: string): number | null {
  if (text === 'none') return null;
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${option} is "${text}"; a whole number or none is expected`);
  return Number(text);
}

function readSwitch(text: string, option: string): boolean {
  if (text !== 'on' && text !== 'off') throw new UsageError(`--${option} is "${text}"; on or off is expected`);
  return text === 'on';
}

function readIncident(text: string): (typeof INCIDENTS)[number] | null {
  if (text === 'none') return null;
  const incident = INCIDENTS.find((each) => each === text);
  if (!incident) throw new UsageError(`--incident is "${text}"; one of ${INCIDENTS.map((each) => `"${each}"`).join(', ')} or none is expected`);
  return incident;
}

function readDay(text: string): Date | null {
  if (text === 'none') return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) throw new UsageError(`--expires is "${text}"; a day (2027-01-31) or none is expected`);
  return day;
}
