import type { BoardQueue } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Chip, Chips, Empty } from '@madoguchi/ui';
import { Drawer } from '@mantine/core';
import { HandledRows, StayRows } from './Behind';
import { COUNTS, type Count } from './search';

interface Props {
  count: Count;
  of: string | undefined;
  queues: readonly BoardQueue[];
  onShow: (count: Count) => void;
  onClose: () => void;
}

/** The contacts behind a number of today, each a step from its record. */
export function StaysDrawer({ count, of, queues, onShow, onClose }: Props) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const shown = of ? queues.filter(queue => queue.id === of) : queues;
  const name = shown.length === 1 && shown[0] ? (locale === 'en' ? shown[0].name_en : shown[0].name_ja) : t('allShown');
  return (
    <Drawer opened size={680} onClose={onClose} title={t('staysTitle', { queue: name, what: t(`count.${count}`) })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className="col" data-testid="stays">
        <Chips label={t('which')}>
          {COUNTS.map(each => (
            <Chip key={each} on={each === count} onPick={() => { onShow(each); }} testId={`stays-${each}`}>
              {t(`count.${each}`)}
            </Chip>
          ))}
        </Chips>
        <p className="meta ink2">{t(`countAbout.${count}`)}</p>
        {shown.length === 0 ? <Empty compact>{t('noStays')}</Empty> : count === 'handled' ? <HandledRows queues={shown} /> : <StayRows count={count} queues={shown} />}
      </div>
    </Drawer>
  );
}
