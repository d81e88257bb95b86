import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCatalog } from '@/api/catalog';
import type { Job } from '@/api/types';
import { leftOf } from './deeds';
import styles from './jobs.module.css';

/** The records that a job left as they are, and why. */
export function LeftList({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { entities } = useCatalog();
  const left = job.result?.left ?? [];
  return (
    <>
      <ul className={styles.left}>
        {left.map(({ entity, id, title, detail }) => (
          <li key={`${entity}${id}`}>
            {entities[entity] ? (
              <Link to="/$entity/$id" params={{ entity, id }}>
                {title || id}
              </Link>
            ) : (
              <strong>{title || id}</strong>
            )}
            <span>{detail}</span>
          </li>
        ))}
      </ul>
      {leftOf(job) > left.length && <p className="ks-muted">{t('undo.left_first', { shown: left.length })}</p>}
    </>
  );
}

/** Opens that list beside where one is. */
export function LeftButton({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!job.result?.left?.length) return null;
  return (
    <>
      <Button type="link" size="small" onClick={() => setOpen(true)}>
        {t('undo.left_show', { count: leftOf(job) })}
      </Button>
      <Drawer
        open={open}
        size={480}
        title={t('undo.left_title', { count: leftOf(job) })}
        onClose={() => setOpen(false)}
      >
        <LeftList job={job} />
      </Drawer>
    </>
  );
}
