import { startViewer } from "../shell.tsx";
import { openPdf } from "./open-pdf.ts";

void startViewer(openPdf);
