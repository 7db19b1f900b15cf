"""What sharing holds about people."""

from __future__ import annotations

from course.access.held import HELD, Held
from course.i18n import _l
from course.sharing.models import ApiToken, Identity, Subscriber

HELD += [
    Held(ApiToken, _l("Keys of other programs"), of_user=("user_id",), hidden=("token_hash",), removed=True),
    Held(
        Subscriber,
        _l("Programs that are told what happens"),
        of_user=("user_id",),
        hidden=("secret",),
        emptied={"name": "", "url": "", "secret": ""},
    ),
    Held(Identity, _l("Single sign-on"), of_user=("user_id",), hidden=("subject",), removed=True),
]
