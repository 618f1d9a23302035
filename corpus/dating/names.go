package dating

import (
	"strings"
	"time"
)

// months names the months in the languages that news is met in, in lower case
// as far as ASCII goes. Abbreviations that are everyday words of English (set,
// out, ago, gen) are left out: a date missed is better than one made up.
var months = table(`
	january jan januar janvier enero gennaio janeiro januari ene januari stycznia ocak январь января
	february feb februar fev fév février fevrier febrero febbraio fevereiro februari febr lutego şubat февраль февраля
	march mar märz mrz mär marz mars marzo março maart marca mart март марта
	april apr avril avr abril abr aprile kwietnia nisan апрель апреля
	may mai maggio maio mei maj mayo maja mayıs май мая
	june jun juni juin junio giugno junho czerwca haziran июнь июня
	july jul juli juil juillet julio luglio julho lipca temmuz июль июля
	august aug août aout agosto augustus augusti sierpnia ağustos август августа
	september sep sept septembre septiembre settembre setembro września eylül сентябрь сентября
	october oct oktober okt octobre octubre ottobre outubro października ekim октябрь октября
	november nov novembre noviembre novembro listopada kasım ноябрь ноября
	december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember grudnia aralık декабрь декабря`)

// weekdays names the days of the week, Sunday first.
var weekdays = table(`
	sunday sun so sonntag dim dimanche dom domingo domenica zondag söndag
	monday mon mo montag lun lundi lunes lunedì maandag måndag
	tuesday tue tues di dienstag mardi martes martedì dinsdag tisdag
	wednesday wed weds mi mittwoch mer mercredi miércoles mercoledì woensdag onsdag
	thursday thu thur thurs do donnerstag jeu jeudi jueves giovedì donderdag torsdag
	friday fri fr freitag ven vendredi viernes venerdì vrijdag fredag
	saturday sat sa samstag sonnabend sam samedi sáb sábado sabato zaterdag lördag`)

func table(rows string) map[string]int {
	m := map[string]int{}
	for i, row := range strings.Split(strings.TrimSpace(rows), "\n") {
		for _, name := range strings.Fields(row) {
			m[name] = i + 1
		}
	}
	return m
}

// monthOf returns the month that a word in lower case names, 0 for none.
func monthOf(word string) time.Month { return time.Month(months[word]) }

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

var (
	// ordinals end a number, with no space between.
	ordinals = words(`st nd rd th er re ème eme º ª o`)
	// joints stand between day, month and year.
	joints = words(`of de del den`)
	// saysPublished label a date as that of publication.
	saysPublished = words(`published publication posted post created written issued online submitted filed
		dated date uploaded decided epublished pub veröffentlicht erstellt erschienen publié publie paru
		posté publicado publicada pubblicato pubblicata gepubliceerd geplaatst publicerad publisert udgivet
		opublikowano опубликовано Опубликовано publicat publikováno zveřejněno yayınlanma yayın giriş julkaistu megjelent objavljeno
		publiceret δημοσίευση Δημοσίευση`)
	// saysUpdated label a date as that of a later change.
	saysUpdated = words(`updated update modified edited revised revision changed reviewed corrected refreshed
		aktualisiert geändert bearbeitet modifié actualisé jour actualizado actualizada modificado aggiornato
		modificato atualizado bijgewerkt gewijzigd uppdaterad oppdatert обновлено Обновлено opdateret päivitetty frissítve
		aktualizováno aktualizace aktualizacja güncelleme güncellenme actualizat actualitzat ažurirano ενημέρωση Ενημέρωση`)
	// saysOther label a date as something else than the article's.
	saysOther = words(`expires expire accessed retrieved deadline until since joined born valid effective event events
		due closes copyright founded established est began begins starts ends started ended through between
		released release version aired air premiered start birthday`)
	// neutral words say nothing beside a date: clocks, zones, fillers.
	neutral = words(`at on am pm a.m p.m a p m noon midnight utc gmt bst est edt cst cdt mst mdt pst pdt et ct mt pt ist
		pkt cet cest aest aedt nzst nzdt sgt hkt jst kst myt eat wat sast msk eet eest h hrs hours hour uhr
		local time uk us the le la el il um à às ore alle kl t z o clock last first`)
	// pageWords name what was changed, between a label and its date.
	pageWords = words(`of this page site website article story post du de la der dieser diese seite website artikel artikels
		del sitio página pagina nota sito`)
	// bylines open the line that names the author.
	bylines = words(`by von par por di da door av af od`)
)
