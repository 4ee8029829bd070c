import { useTranslation } from 'react-i18next';
import type { FindingView } from '../../../src/http/native/wire.ts';
import { useScanAddress } from '../scan/scan-address.ts';
import { Dialog } from '../ui/dialog.tsx';
import { DecisionForm, type DecisionStart } from './decision-form.tsx';

interface Props {
  readonly finding: FindingView;
  readonly start: DecisionStart;
  onClose(): void;
}

/** The decision form over the result page, for `d` and `n`. */
export function DecisionDialog({ finding, start, onClose }: Props) {
  const { t } = useTranslation();
  const { ref } = useScanAddress();
  return (
    <Dialog opened onClose={onClose} title={t('decision.of', { number: finding.number, kind: t(`kind.${finding.kind}`) })}>
      <DecisionForm scanRef={ref} finding={finding} start={start} onKept={onClose} />
    </Dialog>
  );
}
