import { type Number as PhoneNumber, type Trunk } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPhone, IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { AdminPage } from '../parts';
import { useNumberColumns, useTrunkColumns } from './columns';
import { NumberDrawer } from './NumberDrawer';
import styles from './Phones.module.css';
import { SwitchState } from './SwitchState';
import { TestCallDrawer } from './TestCallDrawer';
import { TrunkDrawer } from './TrunkDrawer';
import { useNumbers, useTrunks } from './useSetup';

/** How calls come in and go out: the switch, our numbers, and the lines to the carriers. */
export function NumbersPage() {
  const { t } = useTranslation('admin');
  return (
    <AdminPage title={t('nav.numbers')} lead={t('numbers.lead')}>
      <SwitchState />
      <Numbers />
      <Trunks />
    </AdminPage>
  );
}

function Numbers() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<PhoneNumber | 'new'>();
  const numbers = useNumbers();
  return (
    <section>
      <Head title={t('numbers.title')} add={t('numbers.add')} onAdd={() => { setOpened('new'); }} testId="number-add" />
      <Card flush>
        <DataTable
          label={t('numbers.title')}
          columns={useNumberColumns(setOpened)}
          pages={numbers}
          rowKey={row => row.id}
          onOpen={setOpened}
          rowTestId="number-row"
          empty={<Empty icon={<IconPhone size={28} stroke={1.5} />}>{t('numbers.empty')}</Empty>}
        />
      </Card>
      {opened && <NumberDrawer key={opened === 'new' ? 'new' : opened.id} number={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </section>
  );
}

function Trunks() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<Trunk | 'new'>();
  const [tested, setTested] = useState<Trunk>();
  const trunks = useTrunks();
  return (
    <section>
      <Head title={t('trunks.title')} add={t('trunks.add')} onAdd={() => { setOpened('new'); }} testId="trunk-add" />
      <Card flush>
        <DataTable
          label={t('trunks.title')}
          columns={useTrunkColumns(setOpened, setTested)}
          pages={trunks}
          rowKey={row => row.id}
          onOpen={setOpened}
          rowTestId="trunk-row"
          empty={<Empty icon={<IconPlugConnected size={28} stroke={1.5} />}>{t('trunks.empty')}</Empty>}
        />
      </Card>
      {opened && <TrunkDrawer key={opened === 'new' ? 'new' : opened.id} trunk={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
      {tested && <TestCallDrawer key={tested.id} trunk={tested} onClose={() => { setTested(undefined); }} />}
    </section>
  );
}

function Head({ title, add, onAdd, testId }: { title: string; add: string; onAdd: () => void; testId: string }) {
  return (
    <div className={styles.head}>
      <h2 className="grow">{title}</h2>
      <Button leftSection={<IconPlus size={16} />} onClick={onAdd} data-testid={testId}>
        {add}
      </Button>
    </div>
  );
}
