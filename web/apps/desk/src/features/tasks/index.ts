export { CallbacksPage } from './callbacks/CallbacksPage';
export { TasksPage } from './TasksPage';
