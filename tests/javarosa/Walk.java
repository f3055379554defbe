// Answers of JavaRosa, the engine of ODK Collect, one JSON object a line: {"load": xml} begins a
// form, {"path": …, "value": …} writes one answer, {"add": roster} makes one more member of an open
// repeat and {"remove": member} takes one away; each is answered with the state of every leaf.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
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
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormUtils;

public class Walk {
    private static final ObjectMapper JSON = new ObjectMapper();
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
                load(asked.get("load").asText());
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

    private static void load(String xml) throws Exception {
        byte[] content = xml.getBytes(StandardCharsets.UTF_8);
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(content));
        form.initialize(true, new InstanceInitializationFactory());
        controller = new FormEntryController(new FormEntryModel(form));
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

    /** path -> [value, relevant, required, constraint kept, choices or null]. */
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
