// Sends a form with these fields and the token of this page.
([action, fields]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  const token = document.querySelector("[name=csrf_token]");
  const all = [...fields];
  if (token && !fields.some(([name]) => name === "csrf_token")) all.push(["csrf_token", token.value]);
  for (const [name, value] of all) {
    const input = document.createElement("input");
    Object.assign(input, {type: "hidden", name, value});
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
