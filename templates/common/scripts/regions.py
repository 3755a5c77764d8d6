"""The regions of an environment, each by itself: Traffic Manager leads to the one in use only."""

import ipaddress
import socket
import ssl
from functools import partial
from http.client import HTTPSConnection
from urllib.parse import urljoin
from urllib.request import HTTPSHandler, build_opener

from azure_api import NoRedirect, opener

tls = ssl.create_default_context()


class Toward(HTTPSConnection):
    """A connection to an address, in the name of the host in the url."""

    def __init__(self, host, *, address, **keywords):
        super().__init__(host, context=tls, **keywords)
        self.address = address

    def connect(self):
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = tls.wrap_socket(plain, server_hostname=self.host)


class AddressHandler(HTTPSHandler):
    """Sends requests to one address, wherever the name of the host leads."""

    def __init__(self, address):
        super().__init__()
        self.address = address

    def https_open(self, req):
        return self.do_open(partial(Toward, address=self.address), req)


def regions_of(variables, url):
    """Name, url of the health and opener of each region that can be reached; url is that of the application."""
    for entry in variables.items_of("AZURE_REGION_HOSTS"):
        region, _, host = entry.partition("=")
        try:
            ipaddress.ip_address(host)
        except ValueError:
            if host:
                yield region, f"https://{host}/health", opener
        else:
            # A gateway, which has the certificate of the domain.
            yield region, urljoin(url, "/health"), build_opener(NoRedirect, AddressHandler(host))
