import { casesListCases, casesListTasks, customersShowCustomer, keys, type CustomerCard } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { useTopic } from '@madoguchi/live';
import { Card, CaseLines, Empty, PageLink, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import styles from './Customers.module.css';
import { Profile } from './profile/Profile';
import { Head } from './page/Head';
import { Overview } from './page/Overview';
import { Past } from './page/Past';
import { Holdings } from './page/Holdings';
import { TaskLines } from './page/TaskLines';

export function CustomerPage() {
  const { customer: id } = useParams({ from: '/signed-in/customers/$customer' });
  useTopic(`topic:customer:${id}`);
  const customer = useQuery({ queryKey: keys.customer(id), queryFn: ({ signal }) => customersShowCustomer({ path: { customer_id: id }, signal }) });
  return (
    <main className={styles.page}>
      {customer.isPending && <SkeletonLines lines={8} height={28} />}
      <ProblemAlert error={customer.error} onRetry={() => void customer.refetch()} />
      {customer.data && <Everything key={id} card={customer.data} />}
    </main>
  );
}

function Everything({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const cases = useQuery({ queryKey: [...keys.cases, 'customer', card.id], queryFn: ({ signal }) => casesListCases({ query: { customer: card.id, limit: 10 }, signal }) });
  const tasks = useQuery({ queryKey: [...keys.tasks, 'customer', card.id], queryFn: ({ signal }) => casesListTasks({ query: { customer: card.id, limit: 10 }, signal }) });
  const [openCases, openTasks] = [cases.data?.items ?? [], tasks.data?.items ?? []];
  return (
    <>
      <Head card={card} />
      <Overview card={card} cases={openCases} tasks={openTasks} />
      <div className={styles.columns}>
        <Profile card={card} />
        <Past card={card} />
        <div className={styles.side}>
          <Card title={t('openCases')} aside={<PageLink to={`/cases?customer=${card.id}`}>{t('allCases')}</PageLink>}>
            <ProblemAlert error={cases.error} onRetry={() => void cases.refetch()} />
            {cases.isPending ? <SkeletonLines /> : openCases.length > 0 ? <CaseLines cases={openCases} /> : <Empty compact>{t('noOpenCases')}</Empty>}
          </Card>
          <Card title={t('openTasks')}>
            <ProblemAlert error={tasks.error} onRetry={() => void tasks.refetch()} />
            {tasks.isPending ? <SkeletonLines /> : openTasks.length > 0 ? <TaskLines tasks={openTasks} /> : <Empty compact>{t('noOpenTasks')}</Empty>}
          </Card>
          <Holdings card={card} />
        </div>
      </div>
    </>
  );
}
