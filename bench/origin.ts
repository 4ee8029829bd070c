/** One image judged for its origin, decoding included: the path of `/verify` and of `touchstone generated`, in one thread. */
import { judgeOrigin } from '../src/scan/tasks/judge-origin.ts';
import { encodeJpeg, photo } from '../test/support/synthetic.ts';
import { quantile } from '../eval/metrics/scores.ts';

export interface OriginFigures {
  readonly measured: string;
  /** ms of processor time, medians: of 1 megapixel, and of 12, of which the middle is looked at. */
  readonly smallMs: number;
  readonly largeMs: number;
  readonly rounds: number;
}

/** Rounds before those that count: a server has compiled its loops long ago. */
const WARM_UP = 6;

export async function measureOrigin(measured: string, rounds = 15): Promise<OriginFigures> {
  const used = async (width: number, height: number): Promise<number> => {
    const bytes = new Uint8Array(await encodeJpeg(photo('origin', width, height), 90));
    const times: number[] = [];
    for (let round = -WARM_UP; round < rounds; round++) {
      const before = process.cpuUsage();
      const { reading, abstain } = await judgeOrigin({ bytes, format: 'jpeg', maxPixels: 2e7 });
      const { user, system } = process.cpuUsage(before);
      if (!reading) throw new Error(`not judged (${abstain}): the benchmark would measure the wrong thing`);
      if (round >= 0) times.push((user + system) / 1000);
    }
    return quantile(times, 0.5);
  };
  return { measured, smallMs: await used(1152, 868), largeMs: await used(4000, 3000), rounds };
}
