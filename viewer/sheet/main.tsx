import { startViewer } from "../shell.tsx";
import { openSheetView } from "./open-sheet-view.ts";

void startViewer(openSheetView);
