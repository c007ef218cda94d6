"""What may go wrong with reports and findings."""

from madoguchi.kit.errors import Conflict, Invalid, NotFound


class PeriodInvalid(Invalid):
    code = "report_period_invalid"


class MetricUnknown(NotFound):
    code = "metric_unknown"


class MetricMeaningless(Invalid):
    code = "metric_meaningless"


class FindingUnknown(NotFound):
    code = "finding_unknown"


class FindingAcknowledged(Conflict):
    code = "finding_acknowledged"


class CommentNeeded(Invalid):
    code = "finding_comment_needed"
