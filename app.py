"""The application factory: settings, database, features, commands; nothing else."""

from __future__ import annotations

import gc
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from sqlalchemy.orm import configure_mappers

from course import (
    cli,
    db,
    done_again,
    i18n,
    idempotency,
    jobs,
    logs,
    schema,
    security,
    settings,
    site,
    snapshots,
    template_cache,
)
from course.access import guard, job_views, message_jobs, message_views, notice_views, sign_in, unsubscribe_views
from course.access import views as access
from course.addresses import Application
from course.cases import views as cases
from course.cases.laws import check_views as law_check_views
from course.cases.laws import import_views as law_import_views
from course.cases.laws import views as law_views
from course.cases.masters import views as masters
from course.coverage import find_views as find
from course.coverage import kept_pages
from course.coverage import views as coverage
from course.coverage.past_days import views as coverage_day
from course.coverage.region_rules import views as region_rules
from course.coverage.reminding import views as reminding
from course.coverage.tallies import db as tally_db
from course.delivery import check_in_views as check_in
from course.delivery import photo_views as photos
from course.delivery import survey_views as survey
from course.delivery import understanding_views as understanding
from course.delivery import unreported_views as unreported
from course.delivery import views as delivery
from course.duties import class_views as classes
from course.duties import evaluation_views as evaluations
from course.duties import report_views as reports
from course.duties import views as duties
from course.ledger import views as ledger
from course.manual import views as manual
from course.planning import views as planning
from course.planning.appointments import views as appointing
from course.planning.leaving import views as leaving
from course.planning.reading import views as plan_reading
from course.planning.reasons import views as reason_views
from course.planning.repair import views as repairing
from course.planning.school_changes import views as school_changes
from course.privacy import views as privacy
from course.reports import regular_views as report_files
from course.roster import training_views as training
from course.roster import views as roster
from course.schedule import views as schedule
from course.schedule.busy import views as busy
from course.sharing import api_views as api
from course.sharing import post_jobs
from course.sharing import views as sharing

FEATURES = (
    *(access, notice_views, message_views, unsubscribe_views, job_views, roster, training, ledger),
    *(cases, masters, law_views, law_import_views, law_check_views),
    *(schedule, busy, planning, plan_reading, reason_views, appointing, repairing),
    *(delivery, survey, unreported, check_in, photos, understanding),
    *(coverage, coverage_day, find, region_rules, reminding),
    *(leaving, school_changes, classes, duties, reports, evaluations, report_files, api, sharing, privacy, manual),
)


def create_app(**overrides: Any) -> Flask:
    """The application; ``overrides`` are settings by the names in ``course/settings.py``."""
    app = Application(__name__, static_folder="course/static", static_url_path="/static")
    app.config.from_mapping(settings.load(overrides))
    for part in (
        template_cache,
        logs,
        security,
        schema,
        db,
        snapshots,
        i18n,
        sign_in,
        guard,
        idempotency,
        done_again,
        jobs,
        message_jobs,
        post_jobs,
        tally_db,
        kept_pages,
        cli,
    ):
        part.init_app(app)
    Bootstrap5(app)
    site.init_app(app)
    for feature in FEATURES:
        app.register_blueprint(feature.bp)
    # Registered first, so that they run last: the answer is kept, then everything is committed.
    app.after_request_funcs[None][:0] = [db.end_request, idempotency.keep_answer]
    # Known now and not at the first question: copies of this process have it, too.
    configure_mappers()
    # What was imported stays for good: the collector need not walk it again in every request.
    gc.collect()
    gc.freeze()
    return app
