"""Files: how a stored file leaves the house, and the name it goes by. What may be kept is decided in office/uploads."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi.responses import Response

from domain.forms.form import Form, meta
from office.office import Office

ALONE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"


def file_names(office: Office, form: type[Form], content: Mapping[str, Any]) -> dict[str, str]:
    """The names of the files among the answers, by id."""
    uploads = (name for name, field in form.model_fields.items() if meta(field)["widget"] == "upload")
    return office.store.files.names(str(content[name]) for name in uploads if content.get(name))


def as_download(content: bytes, name: str, kind: str = "application/pdf") -> Response:
    """A file to save, never to run: RFC 6266 name, its own type, no sniffing, nothing allowed inside."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_. ") else "_" for sign in name)
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": ALONE,
    }
    return Response(content, media_type=kind, headers=headers)
