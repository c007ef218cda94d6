import { keys, workspaceListParked, workspaceTake, type ParkedShown } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { usePhone } from '@madoguchi/phone';
import { Count, Elapsed, PersonName } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeskActions } from '../actions';
import { useNamed } from '../caller';
import styles from './Work.module.css';

/** Customers whom anybody of the team may take. Nothing where there are none. */
export function Parked({ free }: { free: boolean }) {
  const { t } = useTranslation('desk');
  const parked = useQuery({ queryKey: keys.parked, queryFn: ({ signal }) => workspaceListParked({ signal }), staleTime: Infinity }).data;
  if (!parked?.length) return null;
  return (
    <>
      <div className={styles.head}>
        <h2>{t('parked.title')}</h2>
        <Count of={parked.length} />
      </div>
      <ul className="col" data-testid="parked">
        {parked.map(one => (
          <Row key={one.interaction} parked={one} free={free} />
        ))}
      </ul>
    </>
  );
}

function Row({ parked, free }: { parked: ParkedShown; free: boolean }) {
  const { t } = useTranslation('desk');
  const { command } = useDeskActions();
  const { phone } = usePhone();
  const named = useNamed();
  const take = () => {
    phone?.expect(parked.interaction);
    command.mutate(() => workspaceTake({ path: { interaction: parked.interaction } }));
  };
  return (
    <li className={styles.parked} data-testid="parked-row">
      <span className="grow">
        <span className="b6 clip">{parked.customer ? <PersonName {...parked.customer} honorific /> : parked.address ? nationalPhone(parked.address) : t('caller.unavailable')}</span>
        <span className="meta ink3 clip">{[named({ name_ja: parked.line_ja, name_en: parked.line_en }), t('parked.by', { name: parked.by })].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="meta tn warn"><Elapsed since={parked.since} /></span>
      {!parked.by_me && (
        <Button variant="default" disabled={!free} loading={command.isPending} onClick={take} data-testid="parked-take">
          {t('parked.take')}
        </Button>
      )}
    </li>
  );
}
