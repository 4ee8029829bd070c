/** The chosen lens as two SVG filters, one for each image: equalising needs each one's own histogram. */
import { useQuery } from '@tanstack/react-query';
import type { Box } from '../../../src/core/geometry.ts';
import type { Picture } from '../finding/pictures.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { equaliseTable, invertTable, levelsTable, lumaHistogram, type Table, tableValues } from '../viewer/lens.ts';
import { cropPixels } from './crop-pixels.ts';
import type { Settings } from './settings.ts';
import css from './lens-filters.module.css';

const HISTOGRAM_PX = 512;

interface Props {
  readonly settings: Settings;
  readonly figureA: Picture;
  readonly figureB: Picture;
  readonly boxA: Box;
  readonly boxB: Box;
}

export function LensFilters({ settings, figureA, figureB, boxA, boxB }: Props) {
  const { lens, levels } = settings;
  const equalise = lens === 'equalise';
  const [first, second] = [useEqualised(figureA, boxA, equalise), useEqualised(figureB, boxB, equalise)];
  if (lens === 'none') return null;
  const table = lens === 'invert' ? invertTable : lens === 'levels' ? levelsTable(levels) : undefined;
  return (
    <svg className={css.filters} aria-hidden>
      <Filter id="lens-first" table={table ?? first} />
      <Filter id="lens-second" table={table ?? second} />
    </svg>
  );
}

function Filter({ id, table }: { readonly id: string; readonly table: Table | undefined }) {
  if (!table) return <filter id={id} />;
  const values = tableValues(table);
  return (
    <filter id={id} colorInterpolationFilters="sRGB" x="0" y="0" width="1" height="1">
      <feComponentTransfer><feFuncR type="table" tableValues={values} /><feFuncG type="table" tableValues={values} /><feFuncB type="table" tableValues={values} /></feComponentTransfer>
    </filter>
  );
}

function useEqualised(figure: Picture, box: Box, enabled: boolean): Table | undefined {
  const { ref } = useScanAddress();
  const { data } = useQuery({
    queryKey: ['histogram', ref, figure.id, box],
    queryFn: async () => equaliseTable(lumaHistogram((await cropPixels(ref, figure, box, HISTOGRAM_PX)).data)),
    enabled,
    staleTime: Infinity,
  });
  return data;
}
