// Answers of JavaRosa, the engine of ODK Collect, one JSON object a line: {"load": xml, "files":
// folder} begins a form, with what lies beside it there, {"path": …, "value": …} writes one answer, {"add": roster} makes one more member of an open
// repeat and {"remove": member} takes one away; each is answered with the state of every leaf.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.CsvExternalInstance;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.reference.ResourceReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.expr.XPathFuncExpr;

public class Walk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, TreeElement> tables = new HashMap<>();
    private static FormDef form;
    private static FormEntryController controller;

    public static void main(String[] given) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // JavaRosa talks on standard output
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(nobody());
        BufferedReader asked =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            answers.write(JSON.writeValueAsBytes(answer(JSON.readTree(line))));
            answers.write('\n');
            answers.flush();
        }
    }

    private static ObjectNode answer(JsonNode asked) {
        try {
            if (asked.has("load")) {
                load(asked.get("load").asText(), asked.get("files").asText());
            } else if (asked.has("add")) {
                form.createNewRepeat(index(
                        FormEntryController.EVENT_PROMPT_NEW_REPEAT, asked.get("add").asText()));
            } else if (asked.has("remove")) {
                form.deleteRepeat(
                        index(FormEntryController.EVENT_REPEAT, asked.get("remove").asText()));
            } else {
                write(asked.get("path").asText(), asked.get("value").asText());
            }
            return state();
        } catch (Throwable error) {
            return JSON.createObjectNode().put("error", String.valueOf(error));
        }
    }

    private static void load(String xml, String files) throws Exception {
        byte[] content = xml.getBytes(StandardCharsets.UTF_8);
        ReferenceManager.instance().reset();
        ReferenceManager.instance().addReferenceFactory(beside(files));
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(content));
        tables.clear();
        for (File file : new File(files).listFiles((folder, name) -> name.endsWith(".csv"))) {
            String name = file.getName();
            tables.put(name, new CsvExternalInstance().parse(name, file.getPath()));
        }
        form.addFunctionHandler(pulldata());
        form.initialize(true, new InstanceInitializationFactory());
        controller = new FormEntryController(new FormEntryModel(form));
    }

    /** jr://file-csv/list.csv and jr://file/list.xml are files of that folder. */
    private static PrefixedRootFactory beside(String files) {
        return new PrefixedRootFactory(new String[] {"file-csv", "file"}) {
            protected Reference factory(String terminal, String uri) {
                return new ResourceReference(terminal) {
                    public String getLocalURI() {
                        return files + "/" + terminal.substring(terminal.lastIndexOf('/') + 1);
                    }

                    public InputStream getStream() throws IOException {
                        return new FileInputStream(getLocalURI());
                    }
                };
            }
        };
    }

    /** pulldata(list, wanted, key, value), which Collect adds: the first row whose key is that text. */
    private static IFunctionHandler pulldata() {
        return new IFunctionHandler() {
            public String getName() {
                return "pulldata";
            }

            public List<Class[]> getPrototypes() {
                return new ArrayList<>();
            }

            public boolean rawArgs() {
                return true;
            }

            public boolean realTime() {
                return false;
            }

            public Object eval(Object[] given, EvaluationContext context) {
                String[] asked = new String[4];
                for (int at = 0; at < 4; at++) {
                    asked[at] = XPathFuncExpr.toString(given[at]);
                }
                TreeElement rows = tables.get(asked[0] + ".csv");
                for (int at = 0; !asked[3].isEmpty() && at < rows.getNumChildren(); at++) {
                    if (cell(rows.getChildAt(at), asked[2]).equals(asked[3])) {
                        return cell(rows.getChildAt(at), asked[1]);
                    }
                }
                return "";
            }
        };
    }

    private static String cell(TreeElement row, String column) {
        TreeElement cell = row.getFirstChild(column);
        return cell == null || cell.getValue() == null ? "" : cell.getValue().uncast().getString();
    }

    private static void write(String path, String value) throws Exception {
        for (TreeElement leaf : leaves()) {
            if (path(leaf).equals(path)) {
                IAnswerData data = value.isEmpty() ? null : XFormAnswerDataParser.getAnswerData(
                        value, leaf.getDataType(), FormDef.findQuestionByRef(leaf.getRef(), form));
                form.setValue(data, leaf.getRef(), true);
                return;
            }
        }
        throw new IllegalArgumentException("no node " + path);
    }

    /** path -> [value, relevant, required, constraint kept, choices or null, only shown]. */
    private static ObjectNode state() {
        Map<String, List<SelectChoice>> offered = offered(); // counted repeats appear by walking
        ObjectNode found = JSON.createObjectNode();
        for (TreeElement leaf : leaves()) {
            IAnswerData data = leaf.getValue();
            var row = found.putArray(path(leaf));
            row.add(data == null ? "" : data.uncast().getString());
            row.add(leaf.isRelevant());
            row.add(leaf.isRequired());
            row.add(data == null || form.evaluateConstraint(leaf.getRef(), data));
            if (offered.containsKey(path(leaf))) {
                var names = row.addArray();
                offered.get(path(leaf)).forEach(choice -> names.add(choice.getValue()));
            } else {
                row.addNull();
            }
            row.add(!leaf.isEnabled());
        }
        return found;
    }

    private static Map<String, List<SelectChoice>> offered() {
        Map<String, List<SelectChoice>> found = new HashMap<>();
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt prompt = controller.getModel().getQuestionPrompt();
                List<SelectChoice> choices = prompt.getSelectChoices();
                if (choices != null) {
                    TreeReference at = prompt.getIndex().getReference();
                    found.put(path(form.getMainInstance().resolveReference(at)), choices);
                }
            }
            event = controller.stepToNextEvent();
        }
        return found;
    }

    /** Where the offer of one more member of a roster, or that member, stands among the screens. */
    private static FormIndex index(int wanted, String path) {
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            FormIndex at = controller.getModel().getFormIndex();
            if (event == wanted && path.equals(screen(event, at.getReference()))) {
                return at;
            }
            event = controller.stepToNextEvent();
        }
        throw new IllegalArgumentException("no screen for " + path);
    }

    private static String screen(int event, TreeReference at) {
        if (event == FormEntryController.EVENT_REPEAT) {
            return path(form.getMainInstance().resolveReference(at));
        }
        TreeElement parent = form.getMainInstance().resolveReference(at.getParentRef());
        return path(parent) + "/" + at.getNameLast();
    }

    private static List<TreeElement> leaves() {
        List<TreeElement> found = new ArrayList<>();
        gather(form.getMainInstance().getRoot(), found);
        return found;
    }

    private static void gather(TreeElement element, List<TreeElement> found) {
        if (element.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        if (element.getNumChildren() == 0) {
            found.add(element);
        }
        for (int at = 0; at < element.getNumChildren(); at++) {
            gather(element.getChildAt(at), found);
        }
    }

    /** "/data/people[2]/name": numbers stand at repeats only. */
    private static String path(TreeElement element) {
        StringBuilder path = new StringBuilder();
        TreeElement at = element;
        while (at != null && at.getParent() != null) {
            String number = at.isRepeatable() ? "[" + (at.getMult() + 1) + "]" : "";
            path.insert(0, "/" + at.getName() + number);
            at = (TreeElement) at.getParent();
        }
        return path.toString();
    }

    /** A phone without an owner: no number, no name. */
    private static IPropertyManager nobody() {
        return (IPropertyManager) Proxy.newProxyInstance(
                Walk.class.getClassLoader(),
                new Class<?>[] {IPropertyManager.class},
                (proxy, method, arguments) -> {
                    Class<?> kind = method.getReturnType();
                    return kind == boolean.class ? (Object) true
                            : kind == List.class ? new ArrayList<Object>() : null;
                });
    }
}
