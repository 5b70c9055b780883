@R20.9
Feature: 同一人既交班又接班 the same person is outgoing and incoming
  Nobody hands over to himself with two taps. Who leads both shifts goes on where the double shift is approved, and no handover is due.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S05 | 陈静   | 04A1B2C7 | operator   |
      | S06 | 杨磊   | 04A1B2C8 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start | end | leader | deputies | crew | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01 |  | S05 | S09 |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02 | S06 |  | S09 |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S03 |  |  | S09 |
    And the sheets are complete
    And the time is "2026-03-02 07:00"
    And "S01" holds the duty

  Scenario: 一人两次刷卡不能完成交接 two taps of one person make no handover
    When "S01" taps at "07:52"
    And "S01" taps at "07:52:08"
    Then the tap is refused as "same-person"
    And "S01" holds the duty
    And there is no record "handover.confirmed"

  Scenario: 经批准连班则继续当班 approved as a substitute for the next shift he continues
    When "S09" names "S01" substitute for "S02" in shift "D1" at "07:10"
    And "S01" taps at "07:55"
    Then the last record is "duty.continued" with:
      | field | value |
      | staff | S01   |
      | from  | N1    |
      | to    | D1    |
    And "S01" holds the duty
    When the time is "08:30"
    Then there is no record "handover.due"
    And no notice about "missed-handover" is sent

  Scenario: 换班需双方同意 he cannot approve the swap himself
    When "S02" asks "S01" to take shift "D1" at "07:10"
    And "S01" accepts the swap of shift "D1"
    And "S01" approves the swap of shift "D1"
    Then the bridge refuses with "not-entitled"
