"""What tests of the pages of a proposal share: addresses, and a form sent back as a browser would."""

import html5lib


def at(proposal, rest=""):
    return f"/apply/proposals/{proposal.id}{rest}"


def forms_in(page):
    """The section form's fields as a browser sends them."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    form = next(each for each in tree.iter("form") if each.get("data-autosave") is not None)
    sent = {}
    for node in form.iter():
        name = node.get("name") if isinstance(node.tag, str) else None
        if not name or node.tag == "button" or node.get("disabled") is not None:
            continue
        if node.tag == "textarea":
            sent[name] = (node.text or "").lstrip("\n")
        elif node.tag == "select":
            chosen = [o for o in node.iter("option") if o.get("selected") is not None]
            sent[name] = (chosen[0] if chosen else next(iter(node.iter("option")))).get("value", "")
        elif node.get("type") in ("radio", "checkbox"):
            if node.get("checked") is not None:
                sent[name] = node.get("value")
        else:
            sent[name] = node.get("value", "")
    return sent
