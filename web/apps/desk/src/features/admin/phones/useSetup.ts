import { accessListLines, keys, routingListQueues, telephonyListNumbers, telephonyListTestCalls, telephonyListTrunks, useList, workflowsListFlows } from '@madoguchi/api';

/** What a telephone number hangs together with: each list whole, as the pages and their forms take it. */
export const useNumbers = () => useList(keys.numbers, signal => telephonyListNumbers({ signal }));
export const useTrunks = () => useList(keys.trunks, signal => telephonyListTrunks({ signal }));
export const useTestCalls = () => useList(keys.testCalls, signal => telephonyListTestCalls({ signal }));
export const useFlows = () => useList([...keys.flows, 'all'], signal => workflowsListFlows({ signal }));
export const useLines = () => useList(keys.lines, signal => accessListLines({ signal }));
export const useQueues = () => useList([...keys.queues, 'all'], signal => routingListQueues({ signal }));
