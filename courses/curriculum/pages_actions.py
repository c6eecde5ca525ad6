"""Builds the public site and a programme's pages in every language; run again, it only adds what is missing."""

import json
import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site

from courses.curriculum.lesson_drafts import drafts_of
from courses.curriculum.models import Edition
from courses.curriculum.pages import CataloguePage, InfoPage, LessonPage, ProgrammePage, SeminarPage
from courses.curriculum.workplace import bind_page, equip, give_file_rights, give_page_rights
from lms.accounts.grants import office_group
from lms.audit.log import record
from lms.lib.translated import Translated

OFFICE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
INFO_SLUGS = ("imprint", "privacy", "accessibility")


@transaction.atomic
def ensure_site(*, site_name, at):
    """
    Put the catalogue of each language where Wagtail has its welcome page, with the plain pages below; return the Site.

    Idempotent. A catalogue that the office has changed stays as it is; pages of others are never removed.
    """
    before = _as_it_stands()
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES]
    key, catalogues = _existing_key(CataloguePage.objects.all()), []
    for locale in locales:
        root = Page.get_first_root_node()
        with translation.override(locale.language_code):
            page = CataloguePage.objects.filter(locale=locale, translation_key=key).first() or root.add_child(
                instance=CataloguePage(
                    title=_("Programmes"),
                    slug=f"catalogue-{locale.language_code}",
                    locale=locale,
                    translation_key=key,
                )
            )
            _add_info_pages(page)
        catalogues.append(page)
        give_page_rights(office_group(), page, OFFICE_RIGHTS)
    give_file_rights(office_group(), Collection.get_first_root_node())
    site = _point_site_at(catalogues[0], site_name)
    _remove_welcome_page()
    if _as_it_stands() != before:
        record("site.ensured", subject=site, at=at)
    return site


def _as_it_stands():
    """What `ensure_site` may change, to tell whether it did."""
    pages = Page.objects.type(CataloguePage, InfoPage).order_by("pk").values_list("pk", flat=True)
    return list(pages), list(Site.objects.order_by("pk").values())


def _existing_key(pages):
    first = pages.order_by("pk").first()
    return first.translation_key if first else uuid.uuid4()


def _add_info_pages(catalogue):
    titles = {"imprint": _("Imprint"), "privacy": _("Privacy"), "accessibility": _("Accessibility")}
    there = set(catalogue.get_children().values_list("slug", flat=True))
    for slug in INFO_SLUGS:
        if slug not in there:
            catalogue.add_child(
                instance=InfoPage(
                    title=titles[slug],
                    slug=slug,
                    locale=catalogue.locale,
                    translation_key=uuid.uuid5(catalogue.translation_key, slug),
                    show_in_menus=True,
                )
            )
            catalogue.refresh_from_db()


def _point_site_at(catalogue, site_name):
    address = urlsplit(settings.PUBLIC_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    if site.root_page_id != catalogue.pk:  # what it is called since is for the administrator to say
        site.site_name = site_name
        site.root_page = catalogue.page_ptr
    site.save()
    return site


def _remove_welcome_page():
    """Remove the page that Wagtail's own migration made: exactly that one, and only if nobody has used it."""
    welcome = Page.objects.filter(depth=2, slug="home", numchild=0, content_type__model="page").first()
    if welcome is not None:
        welcome.delete()


@transaction.atomic
def build_pages(*, edition, at):
    """
    Make the programme page, a page per seminar of this edition and drafts of its lessons, in every language.

    Idempotent: pages that exist stay as they are. Needs `ensure_site` before. Returns the programme pages.
    """
    equip(edition.programme)
    built, before = [], _pages_of(edition)
    for catalogue in CataloguePage.objects.select_related("locale").order_by("path"):
        language = catalogue.locale.language_code
        page = _programme_page(catalogue, edition.programme, language)
        bind_page(edition.programme, page)
        for seminar in edition.seminars.all():
            _seminar_page(page, seminar, language)
            page.refresh_from_db()
        built.append(page)
    if _pages_of(edition) != before:
        record("programme.pages_built", subject=edition.programme, at=at, edition=edition.pk)
    return built


def _pages_of(edition):
    return (
        ProgrammePage.objects.filter(programme=edition.programme_id).count(),
        SeminarPage.objects.filter(seminar__edition=edition).count(),
    )


def _programme_page(catalogue, programme, language):
    existing = ProgrammePage.objects.child_of(catalogue).filter(programme=programme).first()
    if existing:
        return existing
    catalogue.refresh_from_db()
    return catalogue.add_child(
        instance=ProgrammePage(
            title=Translated(programme.title).within(language) or programme.code,
            slug=programme.code.lower(),
            programme=programme,
            locale=catalogue.locale,
            translation_key=uuid.uuid5(catalogue.translation_key, programme.code),
        )
    )


def _seminar_page(parent, seminar, language):
    existing = SeminarPage.objects.child_of(parent).filter(seminar=seminar).first()
    if existing:
        return existing
    slug = seminar.code.lower()
    if parent.get_children().filter(slug=slug).exists():  # the same seminar in an older edition, which stays
        slug = f"{slug}-{seminar.edition_id}"
    page = parent.add_child(
        instance=SeminarPage(
            title=Translated(seminar.title).within(language) or seminar.code,
            slug=slug,
            seminar=seminar,
            locale=parent.locale,
            translation_key=uuid.uuid5(parent.translation_key, str(seminar.pk)),
        )
    )
    for draft in drafts_of(seminar, language):
        page.add_child(
            instance=LessonPage(
                title=draft.title,
                slug=draft.slug,
                minutes=draft.minutes,
                required=draft.required,
                body=json.dumps(draft.body),
                locale=parent.locale,
                translation_key=uuid.uuid5(page.translation_key, draft.key),
            )
        )
    return page


@transaction.atomic
def build_missing_pages(*, site_name, at):
    """Make the site, and the pages of each published edition that has none: after rows came otherwise than by hand."""
    ensure_site(site_name=site_name, at=at)
    for edition in Edition.objects.published().exclude(seminars__pages__isnull=False).order_by("pk"):
        build_pages(edition=edition, at=at)
