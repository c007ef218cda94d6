import { interactionsLowerHand, interactionsRaiseHand, type DeskCall } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { IconHandStop } from '@tabler/icons-react';
import { useDeskActions } from '../actions';
import { BarButton } from './BarButton';

/** One key asks for my supervisor; the same key takes it back. Every supervisor sees it at once. */
export function Hand({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const { press } = useDeskActions();
  const up = call.hand !== null;
  const path = { interaction: call.interaction };
  return <BarButton icon={IconHandStop} letter="U" label={t(up ? 'bar.lowerHand' : 'bar.raiseHand')} pressed={up} testId="call-hand" onPress={() => { press(up ? 'lower' : 'raise', () => (up ? interactionsLowerHand({ path }) : interactionsRaiseHand({ path }))); }} />;
}
