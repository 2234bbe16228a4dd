import { startViewer } from "../shell.tsx";
import { openSheetView } from "./open-sheet-view.tsx";

void startViewer(openSheetView);
