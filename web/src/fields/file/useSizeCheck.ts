import { useTranslation } from 'react-i18next';
import { useCatalog } from '@/api/catalog';
import { useNotify } from '@/design/notify';
import { bytes } from '@/design/numbers';

/** Says so, and gives true, when a file is larger than the server takes: it need not be sent to be refused. */
export function useSizeCheck(): (file: File) => boolean {
  const { t } = useTranslation();
  const { warn } = useNotify();
  const { file_limit: limit } = useCatalog();
  return (file) => {
    if (file.size <= limit) return false;
    const sizes = { name: file.name, size: bytes(file.size), limit: bytes(limit) };
    warn(t('file.too_large'), [t('file.too_large_why', sizes)]);
    return true;
  };
}
