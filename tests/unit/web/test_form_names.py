"""What the fields of a page are called, read from the page itself."""

from cip.web.form_names import names_in

PAGE = """
<form><input type="hidden" name="csrf_token" value="x">
<label for="name">Nome
 dell'impresa: <span class="cip-hint">Come in visura.<br>Per intero.</span></label><input name="name" id="name">
<label for="why-drop">Perch&eacute;?</label><textarea name="why" id="why-drop"></textarea>
<label for="why-back">Motivo</label><textarea name="why" id="why-back"></textarea>
<fieldset id="sure"><legend>Siete d'accordo <em>davvero</em>?</legend>
<input type="radio" id="sure-yes" name="sure" value="yes"><label for="sure-yes">Sì</label></fieldset>
<fieldset><legend>Dove</legend><label for="town">Comune</label><select id="town" name="town"></select>
<input type="checkbox" id="at-a" name="at" value="a"><label for="at-a">A</label></fieldset>
<input name="bare" id="bare"><button type="submit" name="go">Salva</button></form>
"""


def test_each_field_goes_by_its_label_and_choices_by_their_question() -> None:
    found = names_in(PAGE)
    assert found["name"] == ("name", "Nome dell'impresa")
    # The name stands twice: the first field of it is where the link goes; the other is found by its id.
    assert found["why"] == ("why-drop", "Perché")
    assert found["why-back"] == ("why-back", "Motivo")
    assert found["sure"] == ("sure", "Siete d'accordo davvero")
    assert found["town"] == ("town", "Comune")
    assert found["at"] == ("at-a", "Dove")
    assert found["bare"] == ("bare", "")
    assert not {"csrf_token", "go", ""} & set(found)


def test_a_broken_page_still_says_what_it_can() -> None:
    assert names_in("<label for=a>Uno <b>due</label><input id=a name=a>")["a"] == ("a", "Uno due")
    assert names_in("</fieldset></label><legend>x</legend><input name=b>")["b"] == ("", "")
