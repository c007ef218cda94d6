import { workspaceListColleagues, workspaceTransfer, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Avatar, Empty, PresenceDot, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button, Drawer, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowForwardUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useDeskActions } from '../actions';
import { BarButton } from './CallBar';

/** Hand the call to a colleague at once; what I know goes along as a note on their pop. */
export function Transfer({ interaction, disabled }: { interaction: Id; disabled: boolean }) {
  const { t } = useTranslation('desk');
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <>
      <BarButton icon={IconArrowForwardUp} letter="T" label={t('bar.transfer')} expanded={opened} disabled={disabled} testId="call-transfer" onPress={toggle} />
      <Drawer opened={opened} onClose={close} title={t('transfer.title')} closeButtonProps={{ 'aria-label': t('transfer.close') }}>
        {opened && <Colleagues interaction={interaction} onDone={close} />}
      </Drawer>
    </>
  );
}

function Colleagues({ interaction, onDone }: { interaction: Id; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const { command } = useDeskActions();
  const [note, setNote] = useState('');
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: ({ signal }) => workspaceListColleagues({ signal }), staleTime: 0 });
  const handOver = (to: Id) => {
    command.mutate(() => workspaceTransfer({ path: { interaction }, body: { to, note } }), { onSuccess: onDone });
  };
  return (
    <div className="col">
      <Textarea label={t('transfer.note')} description={t('transfer.noteHelp')} autosize minRows={3} value={note} onChange={event => { setNote(event.currentTarget.value); }} data-testid="transfer-note" />
      {colleagues.isPending && <SkeletonLines lines={4} height={28} />}
      <ProblemAlert error={colleagues.error} onRetry={() => void colleagues.refetch()} />
      {colleagues.data?.length === 0 && <Empty compact>{t('transfer.nobody')}</Empty>}
      <ul className="list">
        {colleagues.data?.map(colleague => (
          <li key={colleague.id} className="row" style={{ paddingBlock: 'var(--md-s2)' }}>
            <Avatar name={colleague.name} />
            <span className="grow">
              <span className="b5">{colleague.name}</span>
              <span className="row meta ink2">
                <PresenceDot state={colleague.presence} />
              </span>
            </span>
            <Button variant="default" disabled={colleague.presence !== 'ready'} loading={command.isPending} onClick={() => { handOver(colleague.id); }} data-testid="transfer-to">
              {t('transfer.hand')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
