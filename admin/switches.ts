/** The four switches in the order of the screen: who may share, then who may save. */
export const SWITCHES = [
	"visitorDocumentShare",
	"agentDocumentShare",
	"agentDownloadDocumentShare",
	"visitorDownloadDocumentShare",
] as const;
