export { MonitoringModule } from './monitoring.module.ts';
