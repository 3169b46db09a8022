/** Fields for roles and where they hold, and for labels of values that may be seen. */
import { useQuery } from "@tanstack/react-query";
import type { Role, RoleGrant } from "@towpath/client";

import { estate } from "../../api/lists";
import { Button, IconButton } from "../../parts/button/Button";
import { Checkbox } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { Label } from "../../parts/state/State";
import { access } from "../../words/access";
import { shell } from "../../words/shell";
import { everybody } from "../roles";
import styles from "./Access.module.css";

const words = access.create;
/** No namespace is called so. */
const EVERYWHERE = "*";

/** One row a role. */
export function GrantFields(properties: {
  grants: readonly RoleGrant[];
  onChange: (grants: readonly RoleGrant[]) => void;
}) {
  const { grants, onChange } = properties;
  const workflows = useQuery(estate).data?.workflows ?? [];
  const namespaces = [...new Set(workflows.map((one) => one.namespace))].sort();
  const places = [
    { value: EVERYWHERE, label: words.everywhere },
    ...namespaces.map((value) => ({ value, label: value })),
  ];
  const replace = (index: number, next: RoleGrant) =>
    onChange(grants.map((one, at) => (at === index ? next : one)));
  return (
    <fieldset className={styles["group"]}>
      <legend>{words.roles}</legend>
      <p className={styles["soft"]}>{words.rolesHelp}</p>
      {grants.map((grant, index) => (
        <div key={index} className={styles["grant"]}>
          <Select<Role>
            label={words.role}
            value={grant.role}
            options={everybody.map((value) => ({ value, label: shell.roles[value] }))}
            onChange={(role) => replace(index, { ...grant, role })}
          />
          <Select
            label={words.where}
            value={grant.namespace ?? EVERYWHERE}
            options={places}
            onChange={(namespace) =>
              replace(
                index,
                namespace === EVERYWHERE ? { role: grant.role } : { role: grant.role, namespace },
              )
            }
          />
          <IconButton
            icon="close"
            label={words.removeRole}
            isDisabled={grants.length === 1}
            onPress={() => onChange(grants.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button icon="plus" onPress={() => onChange([...grants, { role: "champion" }])}>
          {words.addRole}
        </Button>
      </div>
    </fieldset>
  );
}

/** A box a label. */
export function ViewFields(properties: {
  labels: readonly string[];
  onChange: (labels: readonly string[]) => void;
}) {
  const { labels, onChange } = properties;
  const known = (useQuery(estate).data?.labels ?? []).map((one) => one.label).sort();
  const isAll = labels.includes("*");
  return (
    <fieldset className={styles["group"]}>
      <legend>{words.mayView}</legend>
      <p className={styles["soft"]}>{words.mayViewHelp}</p>
      <div className={styles["boxes"]}>
        <Checkbox isSelected={isAll} onChange={(isIt) => onChange(isIt ? ["*"] : [])}>
          {words.all}
        </Checkbox>
        {known.map((label) => (
          <Checkbox
            key={label}
            isDisabled={isAll}
            isSelected={isAll || labels.includes(label)}
            onChange={(isIt) => onChange(isIt ? [...labels, label] : labels.filter((one) => one !== label))}
          >
            <Label>{label}</Label>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
