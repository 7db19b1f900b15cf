"""Forms of messages: what somebody wants to be told outside of the application, and how."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from course.access.models import Channel
from course.access.topics import Topic
from course.forms import Form
from course.i18n import _l

# None ticked is an answer, too.
BOXES = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


class TopicsForm(Form):
    """The topics for each way in which messages come."""

    mail = SelectMultipleField(_l("By mail"), **BOXES)
    webhook = SelectMultipleField(_l("On the telephone"), **BOXES)

    def offer(self, topics: Sequence[Topic], channels: Sequence[Channel]) -> None:
        """Fill in the boxes; a way that this installation does not have is not asked for."""
        for channel in Channel:
            if channel in channels:
                self[channel.value].choices = [(topic.value, topic.label) for topic in topics]
            else:
                del self[channel.value]

    def chosen(self) -> dict[Channel, set[str]]:
        """The topics that were ticked, by way."""
        return {channel: set(self[channel.value].data or ()) for channel in Channel if channel.value in self}
