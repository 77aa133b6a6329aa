"""ASGI: the app of this process, for `uvicorn web.asgi:app`. Its office comes from the environment or `.env`."""

from office.office import the_office
from web.app import create_app

app = create_app(the_office())
