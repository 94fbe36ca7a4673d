import shutil
import subprocess

import pytest

from sim.page.scripts import JS, ScriptError, join

NODE = shutil.which("node")
TSC = JS / "node_modules" / ".bin" / "tsc"


def written(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "main.js"


@pytest.mark.skipif(NODE is None, reason="there is no node on this machine")
def test_modules_run_as_one_script(tmp_path):
    main = written(
        tmp_path,
        one="export const two = 2;\nexport function twice(x) { return two * x; }\n",
        same='import { twice } from "./one.js";\nexport class Same { value = twice(4); }\n',
        main='import { two, twice } from "./one.js";\nimport { Same } from "./same.js";\n'
        "console.log(two, twice(3), new Same().value);\n",
    )
    script = join(main, tmp_path)
    assert NODE is not None
    done = subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True)
    assert done.stdout == "2 6 8\n"
    assert script.count("const two = 2") == 1


def test_a_circle_is_refused(tmp_path):
    main = written(
        tmp_path, main='import { a } from "./b.js";\n', b='import { c } from "./main.js";\n'
    )
    with pytest.raises(ScriptError, match=r"circle: main\.js -> b\.js -> main\.js"):
        join(main, tmp_path)


@pytest.mark.parametrize(
    "line", ['import x from "./b.js";', "export default 3;", 'import {\n  a,\n} from "./b.js";']
)
def test_what_cannot_be_joined_is_refused(line, tmp_path):
    main = written(tmp_path, main=line + "\n", b="export const a = 1;\n")
    with pytest.raises(ScriptError, match=r"main\.js: write this import or export on one line"):
        join(main, tmp_path)


def test_the_page_is_one_script():
    script = join(JS / "main.js")
    assert "</script" not in script
    assert "http:" not in script.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.slow
@pytest.mark.skipif(not TSC.exists(), reason="'npm ci' in sim/page/js brings the type checker")
def test_types_are_right():
    done = subprocess.run([TSC, "--project", JS], capture_output=True, text=True)
    assert done.stdout == ""
