import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEntity } from '@/api/catalog';
import { PageHead } from '@/design/PageHead';
import { Tabs } from '@/design/Tabs';
import { RolesTab } from './RolesTab';
import { StaffTab } from './StaffTab';

/** Departments, people, roles. */
export function PeoplePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tab } = useSearch({ strict: false });
  const staff = useEntity('staff');
  const dept = useEntity('dept');
  const role = useEntity('role');
  const title = t('people.page');
  const items = [
    ...(staff && dept
      ? [{ key: 'staff', label: t('people.staff_tab'), children: <StaffTab staff={staff} dept={dept} /> }]
      : []),
    ...(role ? [{ key: 'role', label: t('people.role_tab'), children: <RolesTab role={role} /> }] : []),
  ];
  return (
    <>
      <PageHead title={title} tab={[title]} />
      <Tabs
        activeKey={items.some(({ key }) => key === tab) ? tab : items[0]?.key}
        items={items}
        destroyOnHidden
        onChange={(key) => void navigate({ to: '/people', search: { tab: key }, replace: true })}
      />
    </>
  );
}
