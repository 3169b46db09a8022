/** The filter of a list by namespace. What is chosen is in the address, as `namespace`. */
import { parts } from "../../words/parts";
import { Select } from "../field/Select";
import { useUrl } from "../url/useUrl";

/** The list of the namespaces that `of` has. */
export function NamespaceFilter({ of }: { of: readonly { readonly namespace: string }[] }) {
  const [namespace, setNamespace] = useUrl("namespace");
  const namespaces = [...new Set(of.map((one) => one.namespace))].sort();
  return (
    <Select
      label={parts.namespaces.label}
      isLabelUnseen
      options={[
        { value: "", label: parts.namespaces.all },
        ...namespaces.map((one) => ({ value: one, label: one })),
      ]}
      value={namespace}
      onChange={setNamespace}
    />
  );
}
