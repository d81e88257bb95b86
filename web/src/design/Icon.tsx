import {
  ApartmentOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  BgColorsOutlined,
  BookOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  CommentOutlined,
  ContactsOutlined,
  CopyOutlined,
  DeleteOutlined,
  FileTextOutlined,
  FilterOutlined,
  FundOutlined,
  GlobalOutlined,
  HomeOutlined,
  IdcardOutlined,
  ImportOutlined,
  LogoutOutlined,
  MessageOutlined,
  NotificationOutlined,
  PaperClipOutlined,
  PhoneOutlined,
  PieChartOutlined,
  PlusOutlined,
  QuestionCircleOutlined,
  SafetyCertificateOutlined,
  ShareAltOutlined,
  ShopOutlined,
  SolutionOutlined,
  TagsOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { type ComponentType, lazy, Suspense } from 'react';

type IconType = ComponentType<{ style?: React.CSSProperties }>;

/** The icons entities commonly name come with the page; any other outlined one is fetched when it is first named. */
const COMMON: Record<string, IconType> = {
  apartment: ApartmentOutlined,
  appstore: AppstoreOutlined,
  audit: AuditOutlined,
  bank: BankOutlined,
  'bg-colors': BgColorsOutlined,
  book: BookOutlined,
  calendar: CalendarOutlined,
  'check-square': CheckSquareOutlined,
  comment: CommentOutlined,
  contacts: ContactsOutlined,
  copy: CopyOutlined,
  delete: DeleteOutlined,
  'file-text': FileTextOutlined,
  filter: FilterOutlined,
  fund: FundOutlined,
  global: GlobalOutlined,
  home: HomeOutlined,
  idcard: IdcardOutlined,
  import: ImportOutlined,
  logout: LogoutOutlined,
  message: MessageOutlined,
  notification: NotificationOutlined,
  'paper-clip': PaperClipOutlined,
  phone: PhoneOutlined,
  'pie-chart': PieChartOutlined,
  plus: PlusOutlined,
  'question-circle': QuestionCircleOutlined,
  'safety-certificate': SafetyCertificateOutlined,
  'share-alt': ShareAltOutlined,
  shop: ShopOutlined,
  solution: SolutionOutlined,
  tags: TagsOutlined,
  team: TeamOutlined,
  thunderbolt: ThunderboltOutlined,
  user: UserOutlined,
};

const fetched = new Map<string, IconType>();

function fetchIcon(name: string): IconType {
  const known = fetched.get(name);
  if (known) return known;
  const icon = lazy(async () => {
    const { anyIcon } = await import('./allIcons');
    const pascal = name.replace(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
    return { default: anyIcon(pascal) ?? AppstoreOutlined };
  });
  fetched.set(name, icon);
  return icon;
}

/** An @ant-design icon by its kebab-case name, outlined. */
export function Icon({ name }: { name: string | null | undefined }) {
  if (!name) return <AppstoreOutlined />;
  const Known = COMMON[name] ?? fetchIcon(name);
  return (
    <Suspense fallback={<AppstoreOutlined style={{ visibility: 'hidden' }} />}>
      <Known />
    </Suspense>
  );
}
