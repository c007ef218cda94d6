import type { TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Due, PageLink } from '@madoguchi/ui';
import styles from '../Customers.module.css';

/** What we owe this customer. */
export function TaskLines({ tasks }: { tasks: readonly TaskRow[] }) {
  const { t } = useTranslation('customers');
  return (
    <ul className="list">
      {tasks.map(task => (
        <li key={task.id} className={styles.taskRow}>
          <div className="row">
            <span className="b5">{t(`ui:taskKind.${task.kind}`)}</span>
            <span className="end meta">{task.due && <Due at={task.due} />}</span>
          </div>
          {task.text && <p className="ink2">{task.text}</p>}
          <p className="row meta ink3">
            <span>{task.owner_name ?? t('nobody')}</span>
            {task.case_id && <PageLink to={`/cases/${task.case_id}`}>{t('toCase')}</PageLink>}
          </p>
        </li>
      ))}
    </ul>
  );
}
